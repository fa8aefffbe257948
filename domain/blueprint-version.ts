/** Grows with every change of the blueprint that changes a template of an unchanged spec, so that a plan can tell the two apart. */
export const blueprintVersion = '2';

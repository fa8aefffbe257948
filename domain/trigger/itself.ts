/** Who asks when nobody did. */
export const itself = 'moorage';

/** `MOORAGE_DEATHS=all` runs what takes longer than a change has time for. */
export const inFull = process.env.MOORAGE_DEATHS === 'all';

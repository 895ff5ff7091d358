/** Wine's drive Z is the root of this machine, the others are folders of its prefix. */
export const unixPath = (path: string, prefix: string): string => {
  const slashed = path.replaceAll('\\', '/');
  const drive = /^([a-z]):/i.exec(slashed)?.[1]?.toLowerCase();
  if (drive === undefined) return slashed;
  return drive === 'z' ? slashed.slice(2) : `${prefix}/drive_${drive}${slashed.slice(2)}`;
};

/** Python 3.8 finds no module in a folder that is named without its drive. */
export const winePath = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;

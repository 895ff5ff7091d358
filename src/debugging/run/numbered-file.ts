/** The file of the n-th report (from 1): `crash.html`, `crash-2.html`, ... */
export function numberedFile(file: string, number: number): string {
  if (number === 1) return file;
  const dot = file.lastIndexOf('.');
  return `${file.slice(0, dot)}-${number}${file.slice(dot)}`;
}

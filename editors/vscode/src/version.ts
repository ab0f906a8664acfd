// Whether a server and this extension understand each other.

/** Before 1.0, programs that differ in the second number may differ in anything; after it, in the first. */
export function fits(server: string, extension: string): boolean {
  return significant(server) === significant(extension);
}

function significant(version: string): string {
  const [major = '', minor = ''] = version.split('.');
  return major === '0' ? `0.${minor}` : major;
}

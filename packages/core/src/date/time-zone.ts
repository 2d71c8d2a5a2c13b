/** Whether this machine knows a zone by its IANA name, such as `Europe/Zurich`. */
export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) instanceof Intl.DateTimeFormat;
  } catch {
    // It says so by an error.
    return false;
  }
}

/** Why a socket is closed; 4000 and above are ours. */
export const closeCodes = {
  goingAway: 1001,
  unreadable: 4400,
  notSignedIn: 4401,
  forbidden: 4403,
  tooLate: 4408,
  revoked: 4410,
  tooSlow: 4413,
  tooMuch: 4429,
  failed: 4500,
} as const;

import { fullName } from '@satchel/core';
import type { User } from '@satchel/db/server';

/** A user as answers tell it. */
export const userJson = (user: User) => ({
  id: user.id,
  email: user.email,
  email_verified: user.isVerified,
  first_name: user.firstName,
  last_name: user.lastName,
  full_name: fullName(user),
});

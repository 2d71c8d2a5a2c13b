/** What a person is called: first and last name, or what there is of them, or the address of their mail. */
export const fullName = ({
  firstName,
  lastName,
  email,
}: {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}): string => [firstName, lastName].filter((part) => part !== '').join(' ') || email;

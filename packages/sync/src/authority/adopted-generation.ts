/** A tenant that is being made of a workspace is of this generation: nothing else is said to its devices meanwhile. */
export const adoptingGeneration = (adoption: string): string => `adopting ${adoption}`;
export const adoptedGeneration = (adoption: string): string => `adopted ${adoption}`;
export const isBeingAdopted = (generation: string): boolean => generation.startsWith('adopting ');

import type { Attack } from './attack.ts';
import { changeAttacks } from './change-attacks.ts';
import { floodAttacks } from './flood-attacks.ts';
import { frameAttacks } from './frame-attacks.ts';

/** What a server meets on the open network, in the order in which it is tried. */
export const attacks: readonly Attack[] = [...frameAttacks, ...changeAttacks, ...floodAttacks];

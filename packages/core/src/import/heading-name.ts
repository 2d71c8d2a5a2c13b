import { foldText } from '../text/fold.ts';

/** The form in which headings and names of fields are compared: `closeValue`, `close_value` and `Close-Value` agree. */
export const headingName = (text: string): string =>
  foldText(text.replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2').replace(/[_\-./\\:#*]+/g, ' '));

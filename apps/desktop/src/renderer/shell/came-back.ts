/** Listens from the beginning on: whoever draws a screen because of one of these events asks after them. */
let isReturn = false;
addEventListener('popstate', () => {
  isReturn = true;
});
// The router says so whenever it writes the address.
for (const written of ['pushState', 'replaceState']) {
  addEventListener(written, () => {
    isReturn = false;
  });
}

/** Whether Back or Forward led to what is shown now. */
export const cameBack = (): boolean => isReturn;

import { afterAll, beforeAll, describe, test } from 'vitest';
import type { AuthorityStore } from './authority-store.ts';
import { auditIsAChain, type DatabaseHands } from './store-audit.contract.ts';
import { changesAreOrdered, tenantsAreApart } from './store-changes.contract.ts';
import { ledgerForgets } from './store-ledger.contract.ts';
import { newTenant } from './store-looks.contract.ts';
import { rowsAreAsked, rowsAreKept } from './store-rows.contract.ts';
import { workIsKeptOrNot } from './store-transactions.contract.ts';

export type { DatabaseHands } from './store-audit.contract.ts';
export { storeContractModel } from './store-samples.contract.ts';

/** A store of `storeContractModel` without tenants, for all tests of one suite. */
export interface OpenedStore {
  readonly store: AuthorityStore;
  readonly close: () => Promise<void>;
}

/** What every implementation of `AuthorityStore` does. */
export function authorityStoreContract(
  name: string,
  open: () => Promise<OpenedStore & { readonly hands: DatabaseHands }>,
): void {
  describe(`the authority’s store on ${name}`, () => {
    let opened: OpenedStore & { readonly hands: DatabaseHands };
    beforeAll(async () => {
      opened = await open();
    }, 120_000);
    afterAll(async () => await opened.close());
    const check = (title: string, body: (store: AuthorityStore, tenant: string) => Promise<void>): void => {
      test(title, async () => await body(opened.store, newTenant()));
    };
    rowsAreKept(check);
    changesAreOrdered(check);
    ledgerForgets(check);
    workIsKeptOrNot(check);
    rowsAreAsked(check);
    tenantsAreApart(check);
    auditIsAChain((title, body) => {
      test(title, async () => await body(opened.store, newTenant(), opened.hands));
    });
  });
}

import { authorityStoreContract, type DatabaseHands, storeContractModel } from './authority-store.contract.ts';
import { createMemoryAuthorityStore, type MemoryAuthorityStore } from './memory-authority-store.ts';

authorityStoreContract('memory', async () => {
  const store = createMemoryAuthorityStore(storeContractModel, {
    // What JSON writes for NUL.
    refuses: (acceptance) => /(?<!\\)(?:\\\\)*\\u0000/.test(JSON.stringify(acceptance)),
  });
  return { store, hands: handsOn(store), close: async () => undefined };
});

const handsOn = (store: MemoryAuthorityStore): DatabaseHands => ({
  async alter(tenant, sequence) {
    store.tamper(tenant, ({ sealed }) => ({
      sealed: sealed.map((one) => (one.sequence === sequence ? { ...one, text: one.text.replace('1', '2') } : one)),
    }));
  },
  async remove(tenant, sequence) {
    store.tamper(tenant, ({ sealed }) => ({ sealed: sealed.filter((one) => one.sequence !== sequence) }));
  },
  async swap(tenant, one, other) {
    const place = (sequence: number): number => (sequence === one ? other : sequence === other ? one : sequence);
    store.tamper(tenant, ({ sealed }) => ({
      sealed: sealed
        .map((entry) => ({ ...entry, sequence: place(entry.sequence) }))
        .toSorted((a, b) => a.sequence - b.sequence),
    }));
  },
  async copy(tenant, sequence, to) {
    store.tamper(tenant, ({ sealed }) => ({
      sealed: [
        ...sealed,
        ...sealed.filter((one) => one.sequence === sequence).map((one) => ({ ...one, sequence: to })),
      ],
    }));
  },
  async alterLink(tenant, place) {
    store.tamper(tenant, ({ chain }) => ({
      chain: chain.map((link) => (link.place === place ? { ...link, digests: link.digests.slice(0, -64) } : link)),
    }));
  },
  async removeLink(tenant, place) {
    store.tamper(tenant, ({ chain }) => ({ chain: chain.filter((link) => link.place !== place) }));
  },
  async cutEnd(tenant, { place, link }) {
    store.tamper(tenant, ({ chain, sealed, head }) => ({
      chain: chain.filter((one) => one.place <= place),
      chainEnd: { place, link },
      sealed: sealed.filter(({ sequence }) => sequence < head),
      head: head - 1,
    }));
  },
  async erase(tenant, first, last) {
    store.drop(tenant, first, last);
  },
});

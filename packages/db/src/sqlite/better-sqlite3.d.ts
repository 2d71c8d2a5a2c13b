// The package has typings that its `exports` hide from the compiler; this is what `driver.ts` needs of them.
declare module 'better-sqlite3' {
  interface DatabaseConstructor {
    new (path: string, options: { readonly readonly: boolean; readonly timeout: number }): object;
    readonly SqliteError: new (message: string, code: string) => Error & { readonly code: string };
  }
  const Database: DatabaseConstructor;
  export = Database;
}

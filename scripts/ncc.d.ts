/** What is used of ncc's programmatic interface (https://github.com/vercel/ncc#programmatically-from-nodejs). */
declare module '@vercel/ncc' {
  interface Built {
    readonly code: string;
    readonly assets: Readonly<
      Record<string, { readonly source: string | Buffer; readonly permissions?: number }>
    >;
    readonly stats: { toJson(options: unknown): unknown };
  }
  export default function ncc(
    entry: string,
    options: {
      readonly externals?: Readonly<Record<string, string>>;
      readonly target?: string;
      readonly quiet?: boolean;
      readonly filterAssetBase?: string;
    },
  ): Promise<Built>;
}

/**
 * The parts of hyparquet that read a page's values and put nested ones together. Its own readers hold a column of a
 * row group in memory, which is too much for the large groups of log archives. Only objects in this format load it.
 */
export async function loadLibrary() {
  const [{ parquetMetadata, parquetSchema }, { parquetHeader }, plain, delta, encoding, convert, assemble, schema] =
    await Promise.all([
      import("hyparquet"),
      import("hyparquet/src/column.js"),
      import("hyparquet/src/plain.js"),
      import("hyparquet/src/delta.js"),
      import("hyparquet/src/encoding.js"),
      import("hyparquet/src/convert.js"),
      import("hyparquet/src/assemble.js"),
      import("hyparquet/src/schema.js"),
    ]);
  return {
    parquetMetadata,
    parquetSchema,
    parquetHeader,
    ...plain,
    ...delta,
    ...encoding,
    ...convert,
    ...assemble,
    ...schema,
  };
}

export type ParquetLibrary = Awaited<ReturnType<typeof loadLibrary>>;

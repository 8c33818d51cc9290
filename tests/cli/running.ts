/** What a command prints, and its exit code. */
export async function running(command: () => Promise<number>): Promise<{ code: number; out: string; err: string }> {
  const written = { out: "", err: "" };
  const streams = { out: process.stdout.write, err: process.stderr.write };
  const { error } = console;
  process.stdout.write = (chunk: unknown): boolean => {
    written.out += String(chunk);
    return true;
  };
  process.stderr.write = (chunk: unknown): boolean => {
    written.err += String(chunk);
    return true;
  };
  console.error = (line: unknown): void => {
    written.err += `${String(line)}\n`;
  };
  try {
    const code = await command();
    return { code, ...written };
  } finally {
    process.stdout.write = streams.out;
    process.stderr.write = streams.err;
    console.error = error;
  }
}

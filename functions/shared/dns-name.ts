/** `example.com` of `example.com.`; the root itself stays `.`. */
export function withoutRoot(name: string | undefined): string | undefined {
  return name !== undefined && name.length > 1 && name.endsWith(".") ? name.slice(0, -1) : name;
}

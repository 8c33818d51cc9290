import { list } from "../values";

/** The names of the cookies in a `Cookie` header: their values would let a reader act as the visitor. */
export function cookieNames(header: string | undefined): string[] | undefined {
  return list(header?.split(";").map((cookie) => cookie.split("=", 1)[0]?.trim()));
}

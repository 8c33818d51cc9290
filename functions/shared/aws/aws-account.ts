/** An AWS account by its id of twelve digits; a field of that name may hold anything else, such as `unknown`. */
export function awsAccount(id: string | undefined): { readonly id: string } | undefined {
  return id !== undefined && /^\d{12}$/.test(id) ? { id } : undefined;
}

/** ECS `package.type` of a package manager's name (`RPM`, `PYTHONPKG`); Inspector's `OS` stands for whatever the system has. */
export function packageType(manager: string | undefined): string | undefined {
  return manager === "OS" ? undefined : manager?.toLowerCase();
}

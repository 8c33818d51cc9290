import tseslint from "typescript-eslint";

// Biome formats and checks syntax; ESLint adds the rules that need types.
export default tseslint.config(
  { ignores: ["node_modules", ".local", "coverage", "**/*.mjs", "**/*.cjs", "**/*.js", "**/*.generated.ts"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // An Output in a template literal prints its warning text instead of its value.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/no-unnecessary-type-assertion": "error",
    },
  },
  {
    files: ["tests/**/*.ts"],
    rules: {
      // Mocha loads all files before it runs one: a class that is mocked by then is mocked for every other file, too.
      "no-restricted-syntax": [
        "error",
        ...["Program", "CallExpression[callee.name='describe'] > ArrowFunctionExpression > BlockStatement"].map(
          (level) => ({
            selector: `${level} > VariableDeclaration > VariableDeclarator > CallExpression[callee.name='mockClient'][arguments.0.name=/^[A-Z]/]`,
            message: "Mock a class of clients in before(), and restore it in after().",
          }),
        ),
      ],
    },
  },
);

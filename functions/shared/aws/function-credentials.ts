/**
 * Stands in the bundles of functions for `@aws-sdk/credential-provider-node`: Lambda gives credentials in the
 * environment, so what would look for them in files, processes, on the network and at IAM Identity Center is left out.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";

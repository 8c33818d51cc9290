/** One address, and no list of them. https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3 */
export const emailAddress = {
  pattern: /^(?=.{6,254}$)[^@\s,;<>]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i,
  form: "one e-mail address, such as soc@example.com",
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
export const secretArn = {
  pattern: /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+$/,
  form: "the ARN of a secret of Secrets Manager",
};

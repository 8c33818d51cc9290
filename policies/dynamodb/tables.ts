export const tableType = "aws:dynamodb/table:Table";

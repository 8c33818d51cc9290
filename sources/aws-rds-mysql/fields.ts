import type { FieldType } from "../../functions/loader/source";

export const rdsMysqlVendorFields: Readonly<Record<string, FieldType>> = {
  "aws.rds_mysql.instance": "keyword",
  "aws.rds_mysql.cluster": "keyword",
  "aws.rds_mysql.log_type": "keyword",
  "aws.rds_mysql.operation": "keyword",
  "aws.rds_mysql.command": "keyword",
  "aws.rds_mysql.connection_id": "keyword",
  "aws.rds_mysql.connection_type": "keyword",
  "aws.rds_mysql.query_id": "keyword",
  "aws.rds_mysql.database": "keyword",
  "aws.rds_mysql.object": "keyword",
  "aws.rds_mysql.statement": "text",
  "aws.rds_mysql.subsystem": "keyword",
  "aws.rds_mysql.lock_seconds": "double",
  "aws.rds_mysql.rows_sent": "long",
  "aws.rds_mysql.rows_examined": "long",
  "aws.rds_mysql.rows_affected": "long",
  "aws.rds_mysql.bytes_sent": "long",
  "aws.rds_mysql.bytes_received": "long",
  "aws.rds_mysql.statistics": "flat_object",
};

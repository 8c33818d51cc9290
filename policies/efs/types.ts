export const fileSystemType = "aws:efs/fileSystem:FileSystem";

export const trailType = "aws:cloudtrail/trail:Trail";

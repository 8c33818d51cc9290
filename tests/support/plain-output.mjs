// Tests compare text. Without this it would hold colours where CI or FORCE_COLOR is set, and none elsewhere.
process.env.NO_COLOR = "1";
delete process.env.FORCE_COLOR;

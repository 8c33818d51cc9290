export const hostile = 'x\r\n{"level":"INFO"} \u001b[31mred\u001b[0m \u009b31m \u202eevil\u2066 \u2028 \ufeff "\\ 🔥';

/** Whether a terminal or an editor would act on something in it. */
export const acting = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

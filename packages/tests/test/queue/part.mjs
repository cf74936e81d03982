export const noted = (x) => String(x);

/** A fit holds some twenty matrices of n × n numbers: of this many rows, about two gigabytes. */
export const mostRows = 3500;

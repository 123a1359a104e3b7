/** A share as people write it: 100 %, 97.9 %. Rounded down, so that 97.99 % does not read as 98 %; but 1 - 0.89 is meant to be 0.11. */
export function percent(share: number): string {
  return `${Math.floor(share * 1000 + 1e-9) / 10} %`
}

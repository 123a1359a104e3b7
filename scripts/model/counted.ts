/** How many there are of something, by its word for one: 1 client, 2 clients. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

import { readPackageScripts } from '../package-scripts.ts'

/** The words after `node` with which package.json starts a verb: options of Node, if it needs any, and its file. `folder` is where the product is. */
export function verbCommand(verb: string, folder = '.'): string[] {
  const [program, ...words] = readPackageScripts(folder)[verb]?.split(' ') ?? []
  if (program !== 'node') throw new Error(`package.json in ${folder} starts no verb "${verb}"`)
  return words
}

/** The options of Node among these words; none for a verb that needs none. `package.json` is read in the current folder. */
export function nodeOptions(verb: string): string[] {
  return verbCommand(verb).filter((word) => word.startsWith('--'))
}

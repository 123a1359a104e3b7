/** What the operating system says against a path (errno(3)), in words for whoever named it. */
const sentences: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is a file, and no folder',
  EISDIR: 'it is a folder: name a file in it',
  ELOOP: 'it is a link to itself',
  ENAMETOOLONG: 'its name is too long',
  EACCES: 'you have no permission: ask the owner for it, or name another place',
  EPERM: 'you have no permission: ask the owner for it, or name another place',
  EROFS: 'nothing can be written there: name another place',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is full',
  EPIPE: 'nobody reads it any more',
  ERR_INVALID_ARG_VALUE: 'no path holds the character NUL',
}

// Whatever we did, the machine would not let us.
const refusals: readonly string[] = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT']

/** Why a path that a person named could not be read or written; undefined where it is not the operating system that said so. */
export function pathFault(error: unknown): string | undefined {
  return sentences[codeOf(error)]
}

/** A path that this machine does not let us read or write, and why: never our bug, whoever named it. Undefined for all other errors. */
export function refusedPath(error: unknown): string | undefined {
  if (!refusals.includes(codeOf(error)) || typeof (error as NodeJS.ErrnoException).path !== 'string') return undefined
  return `${(error as NodeJS.ErrnoException).path}: ${pathFault(error)}`
}

function codeOf(error: unknown): string {
  return error instanceof Error ? String((error as NodeJS.ErrnoException).code) : ''
}

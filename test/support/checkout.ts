import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An empty folder that stands for a checkout, with a space in its name, that PostgreSQL's account can reach when this runs as root. */
export async function aCheckout(): Promise<AsyncDisposable & { readonly path: string }> {
  const parent = await mkdtemp(join(tmpdir(), 'checkout-test-'))
  const path = join(parent, 'client imports')
  await mkdir(path)
  for (const folder of [parent, path]) await chmod(folder, 0o711)
  return { path, [Symbol.asyncDispose]: () => rm(parent, { recursive: true }) }
}

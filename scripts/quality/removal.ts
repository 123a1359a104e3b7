/** A list without proof of completeness may lack a posting by accident, but hardly four times in a row. */
export const missesBeforeRemoval = 4

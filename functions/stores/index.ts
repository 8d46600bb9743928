/** The stores: every rule about stored data, one file per noun. */
export interface Stores {}

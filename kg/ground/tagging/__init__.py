"""A learned reader of mention borders: linear-chain conditional random fields, one a type of mention."""

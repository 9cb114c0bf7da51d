/**
 * Between the domain and the wire contract: every edge (gRPC, REST, agents' sessions, the ledger's stored records) reads and writes
 * Protobuf through these codecs, so that each rule of the contract is checked in one place.
 */
@NullMarked
package io.isobar.broker.wire;

import org.jspecify.annotations.NullMarked;

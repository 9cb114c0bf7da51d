/** Puts the parts together: configuration, clocks, threads, servers. The only package that sees everything. */
@NullMarked
package io.isobar.broker.wiring;

import org.jspecify.annotations.NullMarked;

/** Many agents that come back at once, and a broker that takes up much: small in a build, large as benchmarks. */
@NullMarked
package io.isobar.integration.restart;

import org.jspecify.annotations.NullMarked;

/** How fast the broker admits what tenants with quotas submit, every decision durable. */
@NullMarked
package io.isobar.bench.admission;

import org.jspecify.annotations.NullMarked;

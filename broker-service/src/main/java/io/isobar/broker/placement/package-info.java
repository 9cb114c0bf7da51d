/** The placement engine: from an immutable view and a workload to a decision with its bill. A pure library; see DESIGN.md. */
@NullMarked
package io.isobar.broker.placement;

import org.jspecify.annotations.NullMarked;

/**
 * What becomes of a workload: states, attempts with their fencing epochs, and the steps between them. Pure: from what is, what
 * happened and the time, to what is then and what must be told to whom. See DESIGN.md.
 */
@NullMarked
package io.isobar.broker.lifecycle;

import org.jspecify.annotations.NullMarked;

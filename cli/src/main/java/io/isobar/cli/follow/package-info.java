/** Following a workload and its output over lost connections: nothing is shown twice, and nothing is left out. */
@NullMarked
package io.isobar.cli.follow;

import org.jspecify.annotations.NullMarked;

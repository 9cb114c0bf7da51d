@NullMarked
package io.isobar.broker.workload;

import org.jspecify.annotations.NullMarked;

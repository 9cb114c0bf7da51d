@NullMarked
package io.isobar.broker.replay;

import org.jspecify.annotations.NullMarked;

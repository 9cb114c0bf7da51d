@NullMarked
package io.isobar.agent.probe;

import org.jspecify.annotations.NullMarked;

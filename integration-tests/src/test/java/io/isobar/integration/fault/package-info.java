/** Real processes that are killed, put to sleep and cut off at random, under a load that writes down what it did. */
@NullMarked
package io.isobar.integration.fault;

import org.jspecify.annotations.NullMarked;

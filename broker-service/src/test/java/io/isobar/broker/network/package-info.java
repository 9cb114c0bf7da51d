@NullMarked
package io.isobar.broker.network;

import org.jspecify.annotations.NullMarked;

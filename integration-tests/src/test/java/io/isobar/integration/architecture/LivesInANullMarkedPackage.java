package io.isobar.integration.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

final class LivesInANullMarkedPackage extends ArchCondition<JavaClass> {
    LivesInANullMarkedPackage() {
        super("live in a package that is @NullMarked");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        var home = item.getPackage();
        boolean marked = home.tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
        if (!marked) {
            events.add(SimpleConditionEvent.violated(
                    item, item.getName() + " lives in " + home.getName() + ", which is not @NullMarked"));
        }
    }
}

%% What the machine's callback modules do: the scenario's table, event by event.
-module(fuzz_machine).
-export([callback_mode/1, init/2, event/6, terminate/4, code_change/5]).

callback_mode(Module) ->
    note([Module, callback_mode]),
    case {Module, get(machine)} of
        {_, #{modeAfterChange := Mode, changed := true}} -> Mode;
        {fuzz_m2, #{modeOfSecond := Mode}} -> Mode;
        {_, #{mode := Mode}} -> Mode
    end.

init(Module, {Table, #{trapExit := Trap, init := Init} = Machine}) ->
    otp_fuzz:here(Table),
    put(machine, Machine),
    process_flag(trap_exit, Trap),
    note([Module, init]),
    case Init of
        #{state := State, actions := Actions} -> {ok, State, #{n => 0}, actions(Actions, none, #{n => 0})};
        ignore -> ignore;
        #{stop := Reason} -> {stop, Reason};
        _ -> unusual(Init)
    end.

event(Module, Callback, Type, Content, State, #{n := N} = Data) ->
    note([Module, Callback, type(Type), {term, Content}, State, N]),
    case ets:update_counter(otp_fuzz:here(), fuel, -1) < 0 of
        true -> keep_state_and_data;
        false -> by_rule(rule(Type, Content, State, get(machine)), Type, Data)
    end.

rule(enter, _, State, #{enters := Enters}) -> maps:get(State, Enters, none);
rule(_, Content, State, #{rules := Rules}) -> maps:get(Content, maps:get(State, Rules, #{}), none).

by_rule(none, _, _) -> keep_state_and_data;
by_rule(#{result := Result, actions := Acts} = Rule, Type, Data) ->
    Given = result(Result, actions(Acts, Type, Data), changed(Acts, Type, Data)),
    case Rule of
        #{throws := true} -> throw(Given);
        _ -> Given
    end.

result(keep, [], _) -> keep_state_and_data;
result(keep, Actions, _) -> {keep_state_and_data, Actions};
result(keep_data, Actions, Data) -> {keep_state, Data, Actions};
result(repeat, Actions, _) -> {repeat_state_and_data, Actions};
result(repeat_data, Actions, Data) -> {repeat_state, Data, Actions};
result(#{next := State}, Actions, Data) -> {next_state, State, Data, Actions};
result(#{stop := Reason}, _, _) -> {stop, Reason};
result(#{stop_data := Reason}, _, Data) -> {stop, Reason, Data};
result(#{stop_reply := Reason}, Actions, _) -> {stop_and_reply, Reason, replies(Actions)};
result(#{stop_reply_data := Reason}, Actions, Data) -> {stop_and_reply, Reason, replies(Actions), Data};
result(Unusual, _, _) -> unusual(Unusual).

replies(Actions) -> [Reply || {reply, _, _} = Reply <- Actions].

changed(Acts, Type, #{n := N} = Data) ->
    Next = Data#{n := N + 1},
    case {lists:member(save, tuple_to_list(Acts)), Type} of
        {true, {call, From}} -> Next#{saved => From};
        _ -> Next
    end.

actions(Acts, Type, Data) -> lists:append([action(Act, Type, Data) || Act <- tuple_to_list(Acts)]).

%% What has no meaning for this event is left out.
action(#{reply := Value}, {call, From}, _) -> [{reply, From, Value}];
action(#{reply := _}, _, _) -> [];
action(#{reply_saved := Value}, _, #{saved := From}) -> [{reply, From, Value}];
action(#{reply_saved := _}, _, _) -> [];
action(save, _, _) -> [];
action(#{next_event := #{type := call, content := Content}}, {call, _} = Type, _) -> [{next_event, Type, Content}];
action(#{next_event := #{type := call}}, _, _) -> [];
action(#{next_event := #{type := Type, content := Content}}, _, _) -> [{next_event, Type, Content}];
action(#{timeout := #{kind := Kind, time := Time, content := Content, abs := true}}, _, _) ->
    [{Kind, erlang:monotonic_time(millisecond) + Time, Content, [{abs, true}]}];
action(#{timeout := #{kind := Kind, time := Time, content := Content}}, _, _) -> [{Kind, Time, Content}];
action(#{bare := Time}, _, _) -> [Time];
action(#{cancel := Kind}, _, _) -> [{Kind, cancel}];
action(#{update := #{kind := Kind, content := Content}}, _, _) -> [{Kind, update, Content}];
action(#{postpone := Flag}, _, _) -> [{postpone, Flag}];
action(#{change := Module}, _, _) -> [{change_callback_module, Module}];
action(#{push := Module}, _, _) -> [{push_callback_module, Module}];
action(pop, _, _) -> [pop_callback_module];
action(#{bad := Value}, _, _) -> [Value];
action(Atom, _, _) -> [Atom].

terminate(Module, Reason, State, #{n := N}) ->
    note([Module, terminate, {term, Reason}, State, N]),
    case maps:get(terminate, get(machine)) of
        ok -> ok;
        Unusual -> unusual(Unusual)
    end.

code_change(Module, OldVsn, State, #{n := N} = Data, Extra) ->
    note([Module, code_change, OldVsn, State, N, Extra]),
    put(machine, (get(machine))#{changed => true}),
    case maps:get(upgrade, get(machine)) of
        ok -> {ok, State, Data#{n := N + 10}};
        Unusual -> unusual(Unusual)
    end.

unusual(#{bad := Value}) -> Value;
unusual(#{error := Reason}) -> error(Reason);
unusual(#{exit := Reason}) -> exit(Reason);
unusual(#{throw := Value}) -> throw(Value).

type({call, _}) -> call;
type(Type) -> {term, Type}.

note(What) -> otp_fuzz:note(otp_fuzz:here(), {machine, {array, What}}).
